// @ts-check

/**
 * Whether a process of this machine runs under that id; a negative id asks for a process group. One of another user
 * counts as running.
 * @param {number} pid
 * @returns {boolean}
 */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}
