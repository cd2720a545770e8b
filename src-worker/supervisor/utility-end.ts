/**
 * A utility process has no channel that could be closed. With this message the main process says that nobody is there any
 * more, and the utility process that it wants to end; it ends once it is answered by the same message. One that ends right
 * after its last results takes some of them with it.
 */
export const UTILITY_END = 'end';
