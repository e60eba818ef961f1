import { useMutation } from "@tanstack/react-query";
import { RotateCcwIcon } from "lucide-react";
import { toast } from "sonner";
import { request } from "@/components/api";
import { problemText } from "@/components/problem";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import { retryJob } from "@/lib/contract/jobs";
import type { JobStatus } from "@/lib/domain/crawl-job";
import type { Outcome } from "@/lib/domain/outcome";

/** Runs the candidates with one outcome again; without an outcome, everything that failed, searches too. */
export function RetryButton({
  jobId,
  outcome,
  label,
  name,
  onStatus,
}: {
  jobId: string;
  outcome?: Exclude<Outcome, "accepted">;
  label: string;
  /** What is read out where the label alone does not say which. */
  name?: string;
  onStatus: (status: JobStatus) => void;
}) {
  const retry = useMutation({
    mutationFn: () => request(retryJob, { jobId, ...(outcome && { outcomes: [outcome] }) }),
    onSuccess: ({ status }) => onStatus(status),
    onError: (error) => toast.error("Not started again", { description: problemText(error) }),
  });
  return (
    <Button
      variant="outline"
      size={outcome ? "sm" : "default"}
      disabled={retry.isPending}
      {...(name && { "aria-label": name })}
      onClick={() => retry.mutate()}
    >
      {retry.isPending ? <Spinner /> : <RotateCcwIcon />}
      {label}
    </Button>
  );
}
