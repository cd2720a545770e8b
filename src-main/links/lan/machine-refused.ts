/** What is asked of a machine, and cannot be; says why, for whoever asked. */
export class MachineRefused extends Error {
  override readonly name = 'MachineRefused';
  /** As the calls of the API name their faults. */
  readonly code: 'NOT_FOUND' | 'CONFLICT' | 'BAD_REQUEST' | 'UNAVAILABLE';

  constructor(code: MachineRefused['code'], message: string) {
    super(message);
    this.code = code;
  }
}
