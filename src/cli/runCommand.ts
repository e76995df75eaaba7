import { Option } from 'commander';
import type { Command } from 'commander';
import { parseDay } from '#src/cli/dayFlag';
import { addExperimentOptions, addTornadoOptions } from '#src/cli/experimentFlags';
import { parseArrivals, parseSales, parseSeed, parseUntil } from '#src/cli/runFlags';
import { subcommand } from '#src/cli/subcommand';

const RUN_NOTES = `
The same scenario and seed give the same figures in every mode and with every executor.
With several replications every figure has an interval, and the results do not depend on the number of workers.
Figures go to standard output; warnings, errors and the progress bar to standard error.

Examples:
  pinweir run first.yaml
  pinweir run first.yaml --seed 7 --until "90 d" --report report.html
  pinweir run first.yaml --sales 1e6 --json
  pinweir run first.yaml --half-width fillRate=0.001 --csv figures.csv
  pinweir run first.yaml --replications 20 --tornado --report report.html
  pinweir run first.yaml --vary servers.*.phone-10.lowWatermark=30..60:10 --replications 40
`;

const COMPARE_NOTES = `
All meet the same customers and lead times, replication by replication; each is compared with the first.

Examples:
  pinweir compare today.yaml tomorrow.yaml --replications 40
  pinweir compare first.yaml --vary servers.town.phone-10.lowWatermark=60,40
`;

export function addRun(pinweir: Command): Command {
  const command = subcommand(pinweir, 'run', 'simulate a scenario and print its key figures', RUN_NOTES)
    .usage('<scenario> [--seed S] [--sales N | --until T] [options]')
    .argument('<scenario>', 'a YAML file');
  addCommonOptions(command)
    .addOption(
      new Option(
        '--arrivals <drawing>',
        'how customers are drawn: one-by-one, or counts-first where sales are very many; default: as the scenario says',
      ).argParser(parseArrivals),
    )
    .addOption(
      new Option('--executor <name>', 'what runs the machines; default: compiled').choices([
        'compiled',
        'interpreted',
      ]),
    );
  return addTornadoOptions(addExperimentOptions(addReportOptions(command)));
}

function addReportOptions(command: Command): Command {
  return command
    .option('--report <file>', 'write a report as a single HTML file')
    .addOption(
      new Option(
        '--day <server@day>',
        'look closely at this server on this day, such as town@12 or town@2015-06-18, in the report; default: the worst',
      ).argParser(parseDay),
    );
}

export function addCompare(pinweir: Command): Command {
  const command = subcommand(
    pinweir,
    'compare',
    'run scenarios with the same customers and tell which figures differ',
    COMPARE_NOTES,
  )
    .usage('<scenario> <scenario...> [options]')
    .argument('<scenarios...>', 'YAML files; one will do if it has alternatives, or with --vary');
  return addExperimentOptions(addReportOptions(addCommonOptions(command)));
}

function addCommonOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--seed <S>', 'choose the random numbers; default: as the scenario says').argParser(
        parseSeed,
      ),
    )
    .addOption(
      new Option('--sales <N>', 'end with the N-th sale; default: as the scenario says')
        .argParser(parseSales)
        .conflicts('until'),
    )
    .addOption(
      new Option('--until <T>', 'end after this much simulated time, such as "30 d"').argParser(parseUntil),
    )
    .addOption(
      new Option('--mode <mode>', 'how sales are simulated; default: lazy where it is exact').choices([
        'lazy',
        'each-sale',
      ]),
    )
    .option('--check', 'compare all PINs with the books after every step, not only at the end')
    .option('--json', 'print one JSON object instead of tables');
}
