import { route } from "@/lib/api/route";
import * as op from "@/lib/contract/schedules";
import * as schedules from "@/lib/services/schedules";

export const GET = route(op.listSchedules, schedules.listSchedules);
export const POST = route(op.createSchedule, schedules.createSchedule);
