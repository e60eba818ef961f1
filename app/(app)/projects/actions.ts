"use server";

import type { z } from "zod";
import { runAction } from "@/lib/api/action";
import * as op from "@/lib/contract/projects";
import * as projects from "@/lib/services/projects";

export async function createProject(input: z.input<typeof op.createProject.input>) {
  return runAction(op.createProject, projects.createProject, input);
}
