import { useMutation } from "@tanstack/react-query";
import { RotateCcwIcon } from "lucide-react";
import { toast } from "sonner";
import { request } from "@/components/api";
import { problemText } from "@/components/problem";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import { retryJob } from "@/lib/contract/jobs";
import type { Lost } from "./advice-action";
import type { OnRetried } from "./use-job-stream";

/** Runs exactly the candidates with these outcomes again; null is everything that failed, searches too. */
export function RetryButton({
  jobId,
  outcomes,
  label,
  name,
  onRetried,
}: {
  jobId: string;
  outcomes: Lost[] | null;
  label: string;
  /** What is read out where the label alone does not say which. */
  name?: string;
  onRetried: OnRetried;
}) {
  const retry = useMutation({
    mutationFn: () => request(retryJob, { jobId, ...(outcomes && { outcomes }) }),
    onSuccess: (job) => onRetried(job, outcomes !== null),
    onError: (error) => toast.error("Not started again", { description: problemText(error) }),
  });
  return (
    <Button
      variant="outline"
      size="sm"
      disabled={retry.isPending}
      {...(name && { "aria-label": name })}
      onClick={() => retry.mutate()}
    >
      {retry.isPending ? <Spinner /> : <RotateCcwIcon />}
      {label}
    </Button>
  );
}
