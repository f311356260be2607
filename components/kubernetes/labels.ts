/** The label by which Services, budgets and policies find the pods of a workload. */
export function appLabel(workload: string): Record<string, string> {
  return { app: workload };
}
