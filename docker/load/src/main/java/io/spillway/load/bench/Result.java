package io.spillway.load.bench;

import io.spillway.load.check.Findings;
import io.spillway.load.process.Usage;

/**
 * What one scenario gave.
 *
 * @param used by the node, with what it started, while it was measured
 * @param tools processor seconds of generator and receiver meanwhile
 * @param stolen share of the machine's processor time that the hypervisor gave to others meanwhile, 0 to 1
 */
record Result(Scenario scenario, Findings findings, Usage used, double tools, double stolen) {}
