import type { FailedResponse } from './request-error.ts';

interface LoggedRequest {
  method?: string | undefined;
  url?: string | undefined;
  baseURL?: string | undefined;
  params?: unknown;
  data?: unknown;
}

interface LoggedResponse {
  status: number;
  data?: unknown;
  request?: LoggedRequest;
}

/**
 * Prints a call before it is made, without its headers, since they hold a token: for `axios.interceptors.request.use()`.
 *
 * @example
 * import { envoyAxiosRequestLogger } from '@plugboard/sdk/envoy';
 *
 * const { pluginAPI } = req.envoy;
 * pluginAPI.axios.interceptors.request.use(envoyAxiosRequestLogger);
 * await pluginAPI.getPluginInstallConfig('31');
 */
export function envoyAxiosRequestLogger<Config extends LoggedRequest>(config: Config): Config {
  const { params, data } = config;
  print('request', callOf(config), { params, data });
  return config;
}

/**
 * Prints an answer: for `axios.interceptors.response.use()`.
 *
 * @example
 * import { envoyAxiosResponseLogger } from '@plugboard/sdk/envoy';
 *
 * const { pluginAPI } = req.envoy;
 * pluginAPI.axios.interceptors.response.use(envoyAxiosResponseLogger);
 * await pluginAPI.getPluginInstallConfig('31');
 */
export function envoyAxiosResponseLogger<Response extends LoggedResponse>(
  response: Response,
): Response {
  const { status, data, request } = response;
  print('response', `${callOf(request)} ${status}`, { data });
  return response;
}

/**
 * Prints an error, and throws it again.
 *
 * @example
 * import { envoyAxiosErrorLogger } from '@plugboard/sdk/envoy';
 *
 * const { pluginAPI } = req.envoy;
 * pluginAPI.axios.interceptors.response.use(null, envoyAxiosErrorLogger);
 * await pluginAPI.getPluginInstallConfig('31');
 */
export function envoyAxiosErrorLogger(error: unknown): never {
  const { message, config, response } = error as Error & {
    config?: LoggedRequest;
    response?: FailedResponse;
  };
  print('error', `${callOf(config)} ${message}`, { data: response?.data });
  throw error;
}

const callOf = ({ method = 'GET', baseURL = '', url = '' }: LoggedRequest = {}): string =>
  `${method.toUpperCase()} ${baseURL}${url}`;

function print(what: string, line: string, more: Record<string, unknown>): void {
  const given = Object.entries(more).filter(([, value]) => value !== undefined);
  console.log(`${what}: ${line}`, ...(given.length > 0 ? [Object.fromEntries(given)] : []));
}
