import { z } from 'zod';

/** Who may call: a viewer changes nothing. */
export const Role = z.enum(['viewer', 'admin']);
export type Role = z.infer<typeof Role>;
