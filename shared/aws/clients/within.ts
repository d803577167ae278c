/**
 * A call that hangs is given up well within a function's timeout; the queue behind the function has the patience. Region,
 * credentials and endpoint come from the environment (AWS_ENDPOINT_URL sends everything elsewhere).
 */
export const within = {
  connectionTimeout: 1_000,
  requestTimeout: 3_000,
  throwOnRequestTimeout: true,
} as const;
