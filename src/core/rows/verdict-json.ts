import type { SpokenVerdict } from './verdict.ts';

/** The verdict's JSON, the names that reports, comparisons and tests rely on; what is not known is absent. */
export function verdictJson(verdict: SpokenVerdict): Record<string, unknown> {
  const { task, where, culprit } = verdict;
  return {
    source: verdict.source ?? 'dump',
    kind: verdict.kind,
    confidence: verdict.confidence,
    title: verdict.title,
    sentence: verdict.sentence,
    access: verdict.access,
    address: verdict.address,
    task: task && { pid: task.pid, comm: task.comm },
    cpu: verdict.cpu,
    context: verdict.context,
    taints: verdict.taints?.map(({ letter }) => letter),
    where: where && { symbol: where.symbol, offset: where.offset, module: where.module },
    culprit: culprit && { what: culprit.what, name: culprit.name, confidence: culprit.confidence },
    bucket: verdict.bucket,
    release: verdict.release,
    machine: verdict.machine,
    died: verdict.died,
    uptime: verdict.uptime,
    findings: verdict.findings.map(({ rule, confidence, text, evidence }) => ({
      rule,
      confidence,
      text,
      evidence: evidence.map(({ ref, text: said }) => ({ ref, text: said })),
    })),
    events: verdict.events,
    unchecked: verdict.unchecked.map(({ what, why }) => ({ what, why })),
  };
}
