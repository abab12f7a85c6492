import { type ApiEndpoint, bodyOf } from './document.ts';

const CREDENTIALS: Record<string, string> = {
  hostKey: '-H "Authorization: Bearer $HOST_KEY"',
  pluginToken: '-H "Authorization: Bearer $PLUGIN_TOKEN"',
  userToken: '-H "Authorization: Bearer $USER_TOKEN"',
  personalToken: '-H "Authorization: $PERSONAL_TOKEN"',
};

/** The example of an operation as a command for a shell. */
export function curlOf(endpoint: ApiEndpoint, baseUrl: string): string {
  const { method, security } = endpoint;
  const credential = security.flatMap(Object.keys).find((scheme) => scheme in CREDENTIALS);
  const options = [
    ...(method === 'GET' ? [] : [`-X ${method}`]),
    `${quoted(baseUrl + pathOf(endpoint))}`,
    ...(credential === undefined ? [] : [CREDENTIALS[credential] as string]),
    ...bodyOptions(endpoint),
  ];
  return `curl ${options.join(' \\\n  ')}`;
}

function pathOf({ path, parameters = [] }: ApiEndpoint): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const example = parameters.find((one) => one.in === 'path' && one.name === name)?.example;
    return encodeURIComponent(String(example ?? name)).replaceAll('%3A', ':');
  });
}

function bodyOptions({ requestBody }: ApiEndpoint): string[] {
  const body = bodyOf(requestBody?.content);
  if (body === undefined) return [];
  if (body.type === 'application/json') {
    return [
      '-H "Content-Type: application/json"',
      `-d ${quoted(JSON.stringify(body.example, null, 2))}`,
    ];
  }
  const members = Object.entries(body.example as object);
  return body.type === 'multipart/form-data'
    ? members.map(([name, file]) => `-F ${quoted(`${name}=@${file}`)}`)
    : members.map(([name, value]) => `--data-urlencode ${quoted(`${name}=${value}`)}`);
}

// A shell takes everything else between single quotes as it is.
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
