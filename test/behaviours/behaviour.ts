import type { NetworkMachines } from '#src/network/machines';

/** Something that the system must do, shown by a small network; `run` throws where the machines do not do it. */
export interface Behaviour {
  /** A row of the list of behaviours, such as B04, or of the sale protocol's list of wrong variants, such as P1. */
  readonly id: string;
  readonly title: string;
  run(machines: NetworkMachines): void;
}
