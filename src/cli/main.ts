import { closeQuietly, oopscope } from './oopscope.ts';
import { servesScans } from './scan-workers.ts';

if (!servesScans()) {
  closeQuietly(process.stdout);
  process.exitCode = await oopscope(process.argv.slice(2));
}
