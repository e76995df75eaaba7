import { Argument, Command, CommanderError, Option } from 'commander';
import { addDemandFit } from '#src/cli/demandCommand';
import { demandFit } from '#src/cli/demandFit';
import type { DemandFitFlags } from '#src/cli/demandFit';
import { faults } from '#src/cli/faults';
import type { FaultsFlags } from '#src/cli/faultsFlags';
import { runExperiments } from '#src/cli/experiment';
import type { ExperimentFlags } from '#src/cli/experimentFlags';
import { init } from '#src/cli/init';
import { machineNames, machines } from '#src/cli/machines';
import type { MachinesFlags } from '#src/cli/machines';
import { modelCheck } from '#src/cli/modelcheck';
import type { ModelCheckFlags } from '#src/cli/modelcheck';
import { oracles } from '#src/cli/oracles';
import type { OraclesFlags } from '#src/cli/oracles';
import { run } from '#src/cli/run';
import { parseCount, parseEffort, parseRuns, parseSeed, parseUntil } from '#src/cli/runFlags';
import { resume } from '#src/cli/resume';
import type { ResumeFlags } from '#src/cli/resume';
import { save } from '#src/cli/save';
import type { SaveFlags } from '#src/cli/save';
import { addCompare, addRun } from '#src/cli/runCommand';
import { ENVIRONMENT, EXIT_CODES, subcommand } from '#src/cli/subcommand';
import type { Surroundings } from '#src/cli/surroundings';
import { validate } from '#src/cli/validate';
import { PRESETS } from '#sim/faults/faultRates';

/** Runs one command line to its exit code; never throws. */
export async function program(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const { stdout, stderr } = surroundings;
  let exitCode = 0;
  const pinweir = new Command('pinweir')
    .description('Simulates networks that distribute prepaid PINs.')
    .version(surroundings.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand(false)
    .addHelpText('after', EXAMPLES + EXIT_CODES + ENVIRONMENT)
    .exitOverride()
    .configureOutput({ writeOut: stdout, writeErr: stderr })
    .showSuggestionAfterError()
    .showHelpAfterError('(pinweir --help lists what there is)');
  addRun(pinweir).action(async (file: string, flags: ExperimentFlags) => {
    exitCode = await run(file, flags, surroundings);
  });
  addCompare(pinweir).action(async (files: string[], flags: ExperimentFlags) => {
    exitCode = await runExperiments(files, flags, surroundings, true);
  });
  addSave(pinweir).action((file: string, flags: SaveFlags) => {
    exitCode = save(file, flags, surroundings);
  });
  addResume(pinweir).action((file: string, flags: ResumeFlags) => {
    exitCode = resume(file, flags, surroundings);
  });
  addDemandFit(pinweir).action(async (file: string, flags: DemandFitFlags) => {
    exitCode = await demandFit(file, flags, surroundings);
  });
  addFaults(pinweir).action((flags: FaultsFlags) => {
    exitCode = faults(flags, surroundings);
  });
  subcommand(pinweir, 'validate', 'check a scenario and the data that it names, without running it')
    .argument('<scenario>', 'a YAML file')
    .action((file: string) => {
      exitCode = validate(file, surroundings);
    });
  subcommand(pinweir, 'init', 'write a first scenario to start from, and its schema for editors')
    .argument('[directory]', 'where to; made if need be', '.')
    .action((directory: string) => {
      exitCode = init(directory, surroundings);
    });
  addMachines(pinweir).action((name: string | undefined, flags: MachinesFlags) => {
    exitCode = machines(name, flags, surroundings);
  });
  subcommand(pinweir, 'modelcheck', 'walk through all states of small networks, under every fault')
    .option('--json', 'print one JSON object instead of text')
    .action((flags: ModelCheckFlags) => {
      exitCode = modelCheck(flags, surroundings);
    });
  addOracles(pinweir).action(async (file: string, flags: OraclesFlags) => {
    exitCode = await oracles(file, flags, surroundings);
  });
  try {
    await pinweir.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    stderr(`pinweir ${surroundings.version} crashed; this is a bug in it, not in your input:\n${text}\n`);
    return 1;
  }
}

const EXAMPLES = `
Examples:
  pinweir init demo
  pinweir run demo/first.yaml --report report.html
  pinweir run --help
`;

const SAVE_NOTES = `
A simulation that was saved and resumed ends as one that was never saved. What is asked of a saved state, such as an
outage of the hub from now on, is told beside how things go on without it, for the same customers.

Examples:
  pinweir save first.yaml --at "10 d" --to state.json
  pinweir resume state.json --outage "hub 4 h"
`;

const FAULTS_NOTES = `
Each run builds a network, lets faults strike while customers buy, and checks after every step that no PIN is lost,
doubled or shown twice; then everything heals, and nothing may stay open. A run that breaks an invariant ends the
campaign; it is told with as few faults as still break it. The seeds go to standard error, each before its run.

Examples:
  pinweir faults --runs 2000
  pinweir faults --preset stormy --seed 5000 --json
  pinweir faults --replay 17
`;

const ORACLES_NOTES = `
Each case is put into the scenario language and simulated as its verification says (40 runs of 250,000 sales where it
says nothing). A number is right within 4.5 standard errors, and if its standard error is at most 1.5 times the one
recorded with the case. Every number that a case expects is compared, or the case fails.

Examples:
  pinweir oracles oracles.json
  pinweir oracles oracles.json --only A1-erlangB-constant --json
`;

const MACHINES_NOTES = `
With a name, standard output is the chart alone: for mermaid's tools, or for XState's createMachine and its editor.
Without, it is all of them: a Markdown text with a mermaid chart each, or one JSON object.

Examples:
  pinweir machines > machines.md
  pinweir machines inventory --format json
`;

function addSave(pinweir: Command): Command {
  return subcommand(
    pinweir,
    'save',
    'run a scenario up to a moment and write its whole state to a file',
    SAVE_NOTES,
  )
    .argument('<scenario>', 'a YAML file')
    .addOption(
      new Option('--at <T>', 'save after this much simulated time, such as "10 d"')
        .argParser(parseUntil)
        .makeOptionMandatory(),
    )
    .addOption(new Option('--to <file>', 'the file to write').default('state.json'))
    .option('--alternative <name>', 'which alternative, where the scenario compares several')
    .addOption(new Option('--seed <S>', 'choose the random numbers').argParser(parseSeed))
    .addOption(new Option('--mode <mode>', 'how sales are simulated').choices(['lazy', 'each-sale']))
    .option('--check', 'compare all PINs with the books after every step, also after it is resumed');
}

function addResume(pinweir: Command): Command {
  const several = (text: string, others: readonly string[] = []) => [...others, text];
  return subcommand(
    pinweir,
    'resume',
    'go on from a saved state, as it is and with something else',
    SAVE_NOTES,
  )
    .argument('<state>', 'a file that pinweir save wrote')
    .addOption(
      new Option('--outage <what>', 'a node does nothing from now on, such as "hub 4 h"').argParser(several),
    )
    .addOption(
      new Option('--offline <what>', 'a node goes offline in good order, such as "s1 1 d"').argParser(
        several,
      ),
    )
    .addOption(new Option('--until <T>', 'end after this much simulated time in all').argParser(parseUntil))
    .option('--json', 'print one JSON object instead of a table');
}

function addFaults(pinweir: Command): Command {
  return subcommand(pinweir, 'faults', 'try to break small random networks by faults', FAULTS_NOTES)
    .addOption(
      new Option('--preset <name>', 'how often what strikes; swarm draws that for each run')
        .choices(PRESETS)
        .default('swarm'),
    )
    .addOption(new Option('--runs <N>', 'how many networks').argParser(parseRuns).default(100))
    .addOption(
      new Option('--seed <S>', 'the first run has this seed, the others follow')
        .argParser(parseSeed)
        .default(1),
    )
    .addOption(
      new Option('--replay <S>', 'only the run with this seed, exactly as it was')
        .argParser(parseSeed)
        .conflicts(['runs', 'seed']),
    )
    .option('--json', 'print one JSON object instead of a table');
}

function addOracles(pinweir: Command): Command {
  return subcommand(
    pinweir,
    'oracles',
    'check simulations against exact results of inventory theory',
    ORACLES_NOTES,
  )
    .argument('<cases>', 'a JSON file of cases')
    .option('--only <id>', 'only the case of this name, or of what stands before its first dash')
    .addOption(new Option('--seed <S>', 'choose the random numbers').argParser(parseSeed).default(2))
    .addOption(
      new Option(
        '--effort <share>',
        'simulate this share of the time that the cases ask for; errors may be larger',
      )
        .argParser(parseEffort)
        .default(1),
    )
    .addOption(
      new Option('--workers <N>', 'how many threads; default: one for each core').argParser((text) =>
        parseCount(text, '--workers 2'),
      ),
    )
    .option('--json', 'print one JSON object instead of tables');
}

function addMachines(pinweir: Command): Command {
  return subcommand(pinweir, 'machines', 'print the statecharts that a network runs', MACHINES_NOTES)
    .addArgument(new Argument('[name]', 'which one; default: all').choices(machineNames))
    .addOption(
      new Option('--format <format>', 'a mermaid state diagram, or XState configuration')
        .choices(['mermaid', 'json'])
        .default('mermaid'),
    );
}
