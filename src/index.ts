/**
 * pinweir's public names, in the order in which one meets them: read a scenario, run its plans, show the results;
 * then what a run is made of, for those who embed or replace parts of it.
 *
 *     const { scenario } = loadScenario('first.yaml', readFile);
 *     const clock = () => performance.now() / 1000;
 *     const results = scenario.plans.map((plan) => runPlan(plan, { clock }));
 *     const page = await renderReport(scenario, results, { command: '…', version: '…', generatedOn: null });
 */

// ---- scenarios: YAML files, checked and resolved into plans ----

/** Reads and checks a scenario; gives it, or findings that say what is wrong, where, and what to do. */
export { loadScenario } from '#sim/scenario/load';
export type { Loading, Overrides, ReadFile, Unreadable } from '#sim/scenario/load';
/** Reads from the disk, as `loadScenario` wants it. */
export { readFile } from '#src/cli/readFile';
/** Findings as the command line prints them. */
export { formatFinding, formatFindings } from '#sim/scenario/finding';
export type { Finding, Scenario } from '#sim/scenario/scenario';

// ---- plans: what one run needs, as plain data; written by hand or by `loadScenario` ----

export type { DemandPlan, Plan, RatePlan, StopRule } from '#sim/plan';
export type {
  CentralStockPlan,
  Duration,
  LeadTime,
  HubPlan,
  ServerPlan,
  ServerStockPlan,
  StockLevels,
  SupplierPlan,
  TerminalPlan,
  Topology,
  Unmet,
} from '#src/network/topology';
/** The simulator's clock counts whole microseconds. */
export { DAY_MICROSECONDS, HOUR_MICROSECONDS, SECOND_MICROSECONDS } from '#src/domain/time';
export type { Microseconds } from '#src/domain/time';

// ---- runs ----

/** Runs a plan and gives its figures. */
export { runPlan } from '#sim/run';
export type { RunOptions } from '#sim/run';
export type {
  CentralKpis,
  Flow,
  InventoryKpis,
  Kpis,
  Recording,
  RunCosts,
  RunResult,
  StockSeries,
} from '#sim/result';
export type { Exposure, Holding, LargestNode, NetworkExposure, NodeExposure, Stranded } from '#sim/result';
/** The PINs that would be in doubt if a node died now, by node, from the contexts of its actors. */
export { exposureOf } from '#sim/metrics/exposure';
export type { Mode } from '#sim/mode';
export type { TraceEntry } from '#sim/trace';
/** Thrown when the lazy mode was asked for where it would not be exact. */
export { EachSaleModeRefused, LazyModeRefused } from '#sim/mode';
export { EndlessRun } from '#sim/endlessRun';
/** Thrown when a PIN was lost or is in two places: a bug in a machine, a rule or an executor. */
export { InvariantViolation } from '#sim/invariantViolation';
/** All that happened to one PIN in a run. */
export { pinLife } from '#sim/pinLife';
export type { PinEvent } from '#sim/pinLife';
export type { Pin } from '#sim/ledger';

// ---- experiments: several replications of several plans, with intervals ----

/** Runs every candidate with the same random numbers; the result does not depend on who runs what first. */
export { runExperiment } from '#sim/experiment/experiment';
export { BadExperiment, ReplicationBrokeOff } from '#sim/experiment/experimentResult';
export type { CandidateResult, CountedRun } from '#sim/experiment/experimentResult';
export type { ExperimentOptions, ExperimentResult } from '#sim/experiment/experimentResult';
export type { Candidate } from '#sim/experiment/candidate';
/** Who runs the replications: this thread, or worker threads, which are to be closed. */
export { soloCrew } from '#sim/experiment/crew';
export type { Crew } from '#sim/experiment/crew';
export { workerCrew } from '#src/cli/workerCrew';
export type { WorkerCrew } from '#src/cli/workerCrew';
/** Paired differences from the first candidate. */
export { compareWithFirst } from '#sim/experiment/comparison';
export type { ComparedFigure, Comparison } from '#sim/experiment/comparison';
/** One number in a row, for tables; and the table as CSV. */
export { tidyRows } from '#sim/experiment/tidyRows';
export type { TidyRow } from '#sim/experiment/tidyRows';
export { csvLines } from '#sim/experiment/csv';
export type { HalfWidth } from '#sim/experiment/halfWidth';
export type { Estimate } from '#sim/experiment/studentT';
export type { WarmUp, WarmUpRequest } from '#sim/experiment/warmUp';
export type { MeasureName } from '#sim/measures/measure';

// ---- reports ----

/** One self-contained HTML page about the runs of a scenario. */
export { renderReport } from '#src/report/page';
export type { ReportContext } from '#src/report/page';

// ---- machines: XState statecharts of each kind of actor, and every message between them ----

export { hubMachine } from '#machines/hub';
export { inventoryMachine } from '#machines/inventory';
export { serverMachine } from '#machines/server';
export { supplierMachine } from '#machines/supplier';
export { terminalMachine } from '#machines/terminal';
export type * from '#machines/protocol';
/** Who buys, where no terminal stands between. */
export { CUSTOMERS } from '#machines/protocol';
/** Makes an action out of a pure rule; what `machine.provide` takes to replace one. */
export { apply } from '#machines/apply';
export type { Outcome, Rule } from '#machines/apply';
/** The standard rules, to call from those that replace them; `salesUntilDecision` is what the lazy mode plans with. */
export * as inventoryRules from '#machines/inventoryRules';
export * as hubRules from '#machines/hubRules';
export type { InventoryContext, InventoryInput, InventoryPlan } from '#machines/inventory';
export type { HubContext, HubPlan as HubMachinePlan } from '#machines/hub';
/** The machines that a run uses unless it is given others. */
export { standardMachines } from '#src/network/machines';
export type { NetworkMachines } from '#src/network/machines';

// ---- executors: what runs machines ----

/** XState's own interpreter. */
export { interpreted } from '#src/executor/interpreted';
/** Transition tables compiled from the same machines; refuses what it does not support. */
export { compiled } from '#src/executor/compiled';
export { UnsupportedConstruct } from '#src/executor/actor';
export type { Executor, MachineActor, MachineSnapshot } from '#src/executor/actor';
