/** Every test process loads drizzle-orm; found the quick way that costs a tenth (src/host/module_resolution.ts). */
import { resolveDrizzleQuickly } from '../src/host/module_resolution.ts';

resolveDrizzleQuickly();
