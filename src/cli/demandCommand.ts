import { Option } from 'commander';
import type { Command } from 'commander';
import { parseDay, parseHoldOut, parseSeed } from '#src/cli/runFlags';
import { subcommand } from '#src/cli/subcommand';

const DEMAND_FIT_NOTES = `
A sales log has a row for each customer: when, at which server or terminal, which variety, how many PINs. Columns of
the usual names are found; others are named. Rows may be out of order, the file may be of any size, and may end in .gz.
Without --out the demand section goes to standard output, and what is said about the fit to standard error.

A stock file says when there was no stock: time, server, variety, onHand, or from, until, server, variety.

Examples:
  pinweir demand fit sales.csv --out demand.yaml --report fit.html
  pinweir demand fit sales.csv --time "Sold at" --terminal Till --sku Article --time-format "DD.MM.YYYY HH:mm"
  pinweir demand fit sales.csv.gz --stock stock.csv --holdout "8 w" --json
`;

export function addDemandFit(pinweir: Command): Command {
  const demand = pinweir.command('demand').description('fit demand to recorded sales').helpCommand(false);
  return subcommand(
    demand,
    'fit',
    'write the demand of a scenario from a sales log',
    DEMAND_FIT_NOTES,
    'demand ',
  )
    .argument('<sales>', 'a CSV file')
    .option('--time <column>', 'the header of the column with the time')
    .option('--terminal, --server <column>', 'the header of the column with the server, or terminal')
    .option('--sku, --variety <column>', 'the header of the column with the variety')
    .option(
      '--quantity <column>',
      'the header of the column with the PINs; without one, every row is one PIN',
    )
    .option('--time-format <format>', 'how times are written, such as "DD.MM.YYYY HH:mm"; default: found out')
    .option('--stock <file>', 'a CSV file that says when there was no stock')
    .addOption(
      new Option('--holdout <T>', 'judge the fit by so much at the end; default: "4 w"').argParser(
        parseHoldOut,
      ),
    )
    .addOption(
      new Option(
        '--starts <day>',
        'the day on which the scenario starts; default: the day after the log',
      ).argParser(parseDay),
    )
    .addOption(
      new Option('--seed <S>', 'choose the random numbers that spread rounded times').argParser(parseSeed),
    )
    .option('--no-jitter', 'leave rounded times as they are')
    .option('--out <file>', 'write the demand section there')
    .option('--report <file>', 'write a report as a single HTML file')
    .option('--json', 'print one JSON object instead');
}
