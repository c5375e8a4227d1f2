import { closeQuietly, oopscope } from './oopscope.ts';

closeQuietly(process.stdout);
process.exitCode = await oopscope(process.argv.slice(2));
