package dev.codex.script.jmh_generated;
public class CoreBenchmark_jmhType extends CoreBenchmark_jmhType_B3 {
}

