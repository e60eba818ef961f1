/** More than a dataset reasonably has; older ones are found through the API. */
export const MAX_SCHEDULES = 100;
