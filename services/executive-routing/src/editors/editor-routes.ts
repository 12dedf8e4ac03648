import { RobotQuestion } from "@liss/contracts";
import type { Identity, Role } from "@liss/identity";
import express, { type Router } from "express";
import { sendProblem } from "../desk/problems.ts";
import type { AskRobot } from "./ask-robot.ts";

/** Whoever writes what the robot says, and supervisors, who answer for it. */
const editors: readonly Role[] = ["content-editor", "supervisor"];

/**
 * What editors ask of the robot, under `/api/robot`: one question, one answer, as in robot-preview.ts of the contracts.
 * An editor has no other door: the desk lets her in nowhere, and what she asks here touches no conversation.
 */
export function editorRoutes(deps: { identity: Pick<Identity, "personOf">; askRobot: AskRobot }): Router {
  const router = express.Router();
  router.use(async (req, res, next) => {
    const person = await deps.identity.personOf(req, "acting");
    if (!person) return sendProblem(res, "not-logged-in");
    if (!editors.includes(person.role)) return sendProblem(res, "not-permitted");
    next();
  });
  router.post("/", express.json({ limit: "64kb" }), async (req, res) => {
    const answer = await deps.askRobot(RobotQuestion.parse(req.body));
    if (answer === "no-answer") return sendProblem(res, "unavailable");
    if (answer.is === "no-such-article") return sendProblem(res, "not-found");
    if (answer.is === "not-understood") return sendProblem(res, "invalid-request");
    res.json(answer.answer);
  });
  return router;
}
