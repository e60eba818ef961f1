import { rawRoute } from "@/lib/api/route";
import * as op from "@/lib/contract/jobs";
import * as report from "@/lib/services/job-report";

export const GET = rawRoute(op.getJobReport, report.getJobReport);
