/** What the entries of the catalogue take, read from their types: `text<{ pid: number }>` is asked for numbers. */
import { readdirSync } from 'node:fs';
import ts from 'typescript';
import { verbatim, type Field } from '../../src/core/catalogue/message.ts';

/** By identifier of the catalogue: for each field what may stand in it, the usual first. */
export type Samples = ReadonlyMap<string, Readonly<Record<string, readonly Field[]>>>;

/** Reads every file in a folder `catalogue` of src, and the things, which have their words beside them. */
export function catalogueSamples(): Samples {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((name) => /(^|[\\/])(catalogue|core[\\/]things)[\\/].*\.ts$/.test(name) && !name.endsWith('.svelte.ts'))
    .map((name) => `src/${name}`);
  const program = ts.createProgram(files, {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    allowImportingTsExtensions: true,
    types: [],
  });
  const checker = program.getTypeChecker();
  const found = new Map<string, Record<string, readonly Field[]>>();

  const entries = (name: string, literal: ts.ObjectLiteralExpression): void => {
    for (const property of literal.properties) {
      if (!ts.isPropertyAssignment(property)) continue;
      const key = (property.name as ts.Identifier | ts.StringLiteral).text;
      found.set(`${name}.${key}`, fieldsOf(property.initializer));
    }
  };
  const fieldsOf = (entry: ts.Expression): Record<string, readonly Field[]> => {
    const wanted = ts.isCallExpression(entry) ? entry.typeArguments?.[0] : undefined;
    if (!wanted) return {};
    const type = checker.getTypeFromTypeNode(wanted);
    return Object.fromEntries(
      type
        .getProperties()
        .map((field) => [field.name, samplesOf(checker.getTypeOfSymbolAtLocation(field, wanted), checker)]),
    );
  };
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === 'subject') {
      const [name, literal] = node.arguments;
      if (ts.isStringLiteral(name) && ts.isObjectLiteralExpression(literal)) entries(name.text, literal);
    }
    ts.forEachChild(node, visit);
  };
  for (const file of program.getSourceFiles()) if (!file.isDeclarationFile) visit(file);
  return found;
}

function samplesOf(type: ts.Type, checker: ts.TypeChecker): readonly Field[] {
  const { flags } = type;
  if (flags & ts.TypeFlags.Undefined) return [undefined];
  if (flags & ts.TypeFlags.StringLiteral) return [(type as ts.StringLiteralType).value];
  if (flags & ts.TypeFlags.NumberLiteral) return [(type as ts.NumberLiteralType).value];
  if (flags & ts.TypeFlags.BooleanLiteral) return [checker.typeToString(type) === 'true'];
  if (flags & ts.TypeFlags.String) return ['SAMPLE'];
  if (flags & ts.TypeFlags.Number) return [1234, 1, 0];
  if (flags & ts.TypeFlags.BigInt) return [0xffff888000001234n];
  if (type.isUnion()) return type.types.flatMap((each) => samplesOf(each, checker));
  if (checker.isArrayType(type)) {
    const [item] = checker.getTypeArguments(type as ts.TypeReference);
    const [sample] = samplesOf(item, checker);
    return [[sample, sample], [sample]];
  }
  if (checker.typeToString(type) === 'Mention') return [{ text: 'MENTION', ref: 'sym:mention' }];
  if (checker.typeToString(type) === 'Message') return [verbatim('MESSAGE')];
  throw new Error(`No sample for a field of type ${checker.typeToString(type)}.`);
}
