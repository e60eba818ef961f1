/** Whether a system call failed for one of these reasons, such as `ENOENT`. */
export const isErrno = (error: unknown, ...codes: string[]): boolean =>
  error instanceof Error && "code" in error && codes.includes(String(error.code));
