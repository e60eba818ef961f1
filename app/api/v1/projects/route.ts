import { route } from "@/lib/api/route";
import * as op from "@/lib/contract/projects";
import * as projects from "@/lib/services/projects";

export const GET = route(op.listProjects, projects.listProjects);
export const POST = route(op.createProject, projects.createProject);
