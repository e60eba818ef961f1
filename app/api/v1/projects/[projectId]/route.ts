import { route } from "@/lib/api/route";
import * as op from "@/lib/contract/projects";
import * as projects from "@/lib/services/projects";

export const GET = route(op.getProject, projects.getProject);
export const PATCH = route(op.updateProject, projects.updateProject);
export const DELETE = route(op.deleteProject, projects.deleteProject);
