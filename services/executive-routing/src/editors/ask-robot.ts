import { RobotAnswer, type RobotQuestion, robotPreviewSubject } from "@liss/contracts";
import type { Bus } from "@liss/messaging";
import type { Logger } from "@liss/telemetry";

/** Asks the robot for an editor; `no-answer` when it is away. */
export type AskRobot = (question: RobotQuestion) => Promise<RobotAnswer | "no-answer">;

/** The robot answers in milliseconds; after this it is not there (ms). */
const patience = 3_000;

/** Over the broker, which lets nobody else ask. */
export function askRobotOver(bus: Bus, logger: Logger): AskRobot {
  return async (question) => {
    try {
      const reply = await bus.connection.request(robotPreviewSubject, JSON.stringify(question), {
        timeout: patience,
      });
      return RobotAnswer.parse(reply.json());
    } catch (error) {
      logger.warn({ err: error, ask: question.ask }, "the robot did not answer an editor");
      return "no-answer";
    }
  };
}
