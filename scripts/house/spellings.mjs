/** The spellings of a name that skeletons need: 'page-owner', 'pageOwner', 'PageOwner', 'page owner'. */
export function spellings(name) {
  const words = name.split('-');
  const capital = (word) => word[0].toUpperCase() + word.slice(1);
  const pascal = words.map(capital).join('');
  return { kebab: name, pascal, camel: pascal[0].toLowerCase() + pascal.slice(1), plain: words.join(' ') };
}
