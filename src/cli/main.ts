import { oopscope } from './oopscope.ts';
import { servesScans } from './scan-workers.ts';

if (!servesScans()) process.exitCode = await oopscope(process.argv.slice(2));
