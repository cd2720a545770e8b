import { config } from 'zod';

// The page's content-security policy lets nothing be evaluated; zod would try, be refused, and leave that on the console.
config({ jitless: true });
