export const sse = ``;
