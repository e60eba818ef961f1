import { route } from "@/lib/api/route";
import * as op from "@/lib/contract/schedules";
import * as schedules from "@/lib/services/schedules";

export const GET = route(op.getSchedule, schedules.getSchedule);
export const PATCH = route(op.updateSchedule, schedules.updateSchedule);
export const DELETE = route(op.deleteSchedule, schedules.deleteSchedule);
