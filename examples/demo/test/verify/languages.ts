/** How the function that the guide shows in a language is run. */
export interface Language {
  name: string;
  /** What its code begins with in the guide. */
  fence: string;
  /** The function's name, by which its code is known among others of the language. */
  calls: RegExp;
  /** Tells that the language is on the machine. */
  version: Command;
  /**
   * The function's code and a program that asks it, by the names of their files. The program hands over each line of its input, and
   * answers `true` or `false` in a line: `verifier.ts` says what stands in one. Headers it hands over as the servers of the
   * language do, as bytes or with one character for each.
   */
  files: (code: string) => Record<string, string>;
  build?: Command;
  run: Command;
}

/** A program with its arguments. */
export type Command = [program: string, ...args: string[]];

const JAVASCRIPT = `
import { createInterface } from 'node:readline';
import { isFromPlugboard } from './snippet.js';
const bytes = (text) => Buffer.from(text, 'base64');
const items = (text) => text.split(',').filter((item) => item !== '');
for await (const line of createInterface({ input: process.stdin })) {
  const [secrets, body, headers] = line.split('\\t');
  console.log(
    isFromPlugboard(
      Object.fromEntries(items(headers).map((item) => item.split(':')).map(([name, value]) => [name, bytes(value).toString('latin1')])),
      bytes(body),
      items(secrets).map((secret) => bytes(secret.slice(1)).toString()),
    ),
  );
}
`;

const PYTHON = `
import base64, sys
from snippet import is_from_plugboard
for line in sys.stdin:
    secrets, body, headers = line.rstrip("\\n").split("\\t")
    pairs = [item.split(":") for item in headers.split(",") if item]
    answer = is_from_plugboard(
        {name: base64.b64decode(value).decode("latin-1") for name, value in pairs},
        base64.b64decode(body),
        [base64.b64decode(secret[1:]).decode() for secret in secrets.split(",") if secret],
    )
    print({True: "true", False: "false"}[answer])
`;

const PHP = `<?php
set_error_handler(function ($level, $message) { throw new ErrorException($message); });
require __DIR__ . '/snippet.php';
while (($line = fgets(STDIN)) !== false) {
    [$secrets, $body, $headers] = explode("\\t", rtrim($line, "\\n"));
    $items = fn ($text) => array_filter(explode(',', $text), fn ($item) => $item !== '');
    $named = [];
    foreach ($items($headers) as $item) {
        [$name, $value] = explode(':', $item);
        $named[$name] = base64_decode($value);
    }
    $all = array_map(fn ($secret) => base64_decode(substr($secret, 1)), $items($secrets));
    echo json_encode(isFromPlugboard($named, base64_decode($body), $all)), "\\n";
}
`;

const RUBY = `
require_relative "snippet"
$stdin.each_line do |line|
  secrets, body, headers = line.chomp.split("\\t", -1)
  text = ->(coded) { coded.unpack1("m0").force_encoding("UTF-8") }
  named = headers.split(",").map { |item| item.split(":", -1) }.to_h { |name, value| [name, text[value]] }
  answer = from_plugboard?(named, text[body], secrets.split(",").map { |secret| text[secret[1..]] })
  puts({ true => "true", false => "false" }.fetch(answer))
end
`;

const GO = `package main

import (
	"bufio"
	"encoding/base64"
	"fmt"
	"net/http"
	"os"
	"strings"
)

func decode(text string) []byte {
	bytes, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		panic(err)
	}
	return bytes
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		parts := strings.Split(lines.Text(), "\\t")
		secrets := []string{}
		for _, secret := range strings.Split(parts[0], ",") {
			if secret != "" {
				secrets = append(secrets, string(decode(secret[1:])))
			}
		}
		header := http.Header{}
		for _, item := range strings.Split(parts[2], ",") {
			if name, value, isThere := strings.Cut(item, ":"); isThere {
				header.Set(name, string(decode(value)))
			}
		}
		fmt.Println(isFromPlugboard(header, decode(parts[1]), secrets))
	}
}
`;

const JAVA = `
import static java.nio.charset.StandardCharsets.*;

import java.io.*;
import java.util.*;

final class Main {
  public static void main(String[] args) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, US_ASCII));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] parts = line.split("\\t", -1);
      List<String> secrets = new ArrayList<>();
      for (String secret : items(parts[0])) secrets.add(new String(bytes(secret.substring(1)), UTF_8));
      Map<String, String> headers = new HashMap<>();
      for (String item : items(parts[2])) {
        String[] pair = item.split(":", -1);
        headers.put(pair[0], new String(bytes(pair[1]), ISO_8859_1));
      }
      System.out.println(Signatures.isFromPlugboard(headers::get, bytes(parts[1]), secrets));
    }
  }

  private static byte[] bytes(String text) {
    return Base64.getDecoder().decode(text);
  }

  private static String[] items(String text) {
    return text.isEmpty() ? new String[0] : text.split(",");
  }
}
`;

/** Those in which the guide shows how to verify. */
export const LANGUAGES: Language[] = [
  {
    name: 'JavaScript',
    fence: 'js',
    calls: /\bfunction isFromPlugboard\(/,
    version: [process.execPath, '--version'],
    files: (code) => ({
      'package.json': '{"type": "module"}',
      'snippet.js': code,
      'main.js': JAVASCRIPT,
    }),
    run: [process.execPath, 'main.js'],
  },
  {
    name: 'Python',
    fence: 'python',
    calls: /^def is_from_plugboard\(/m,
    version: ['python3', '--version'],
    files: (code) => ({ 'snippet.py': code, 'main.py': PYTHON }),
    run: ['python3', '-W', 'error', 'main.py'],
  },
  {
    name: 'PHP',
    fence: 'php',
    calls: /^function isFromPlugboard\(/m,
    version: ['php', '--version'],
    files: (code) => ({
      'snippet.php': `<?php\ndeclare(strict_types=1);\n${code}`,
      'main.php': PHP,
    }),
    run: ['php', '-d', 'error_reporting=E_ALL', 'main.php'],
  },
  {
    name: 'Ruby',
    fence: 'ruby',
    calls: /^def from_plugboard\?\(/m,
    version: ['ruby', '--version'],
    files: (code) => ({ 'snippet.rb': code, 'main.rb': RUBY }),
    run: ['ruby', '-w', 'main.rb'],
  },
  {
    name: 'Go',
    fence: 'go',
    calls: /^func isFromPlugboard\(/m,
    version: ['go', 'version'],
    files: (code) => ({
      'go.mod': 'module snippet\n\ngo 1.21\n',
      'snippet.go': `package main\n\n${code}`,
      'main.go': GO,
    }),
    build: ['go', 'build', '-o', 'snippet', '.'],
    run: ['./snippet'],
  },
  {
    name: 'Java',
    fence: 'java',
    calls: /\bboolean isFromPlugboard\(/,
    version: ['javac', '-version'],
    files: (code) => ({ 'Signatures.java': code, 'Main.java': JAVA }),
    build: ['javac', '--release', '11', '-Xlint:all', '-Werror', 'Signatures.java', 'Main.java'],
    run: ['java', '-cp', '.', 'Main'],
  },
];
