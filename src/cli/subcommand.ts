import type { Command } from 'commander';

export const EXIT_CODES = `
Exit codes:
  0  all went well
  1  pinweir crashed: a bug
  2  bad input: an option, the scenario or its data
  4  a check failed: a PIN was lost or issued twice, or a figure is not what theory says
`;

export const ENVIRONMENT = `
Environment:
  NO_COLOR  when set, no colours, even in a terminal
`;

/**
 * A command of pinweir, with the help that all of them have.
 * @param under the command that it belongs to, with a space, if not to pinweir itself
 */
export function subcommand(
  pinweir: Command,
  name: string,
  description: string,
  notes = '',
  under = '',
): Command {
  return pinweir
    .command(name)
    .description(description)
    .helpOption('-h, --help', 'print help')
    .showHelpAfterError(`(pinweir ${under}${name} --help lists what there is)`)
    .addHelpText('after', notes + EXIT_CODES + ENVIRONMENT);
}
