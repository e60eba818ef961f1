import { route } from "@/lib/api/route";
import * as op from "@/lib/contract/projects";
import * as projects from "@/lib/services/projects";

export const POST = route(op.batchDeleteProjects, projects.batchDeleteProjects);
