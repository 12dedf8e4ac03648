import { RobotAnswer, RobotQuestion, robotPreviewSubject } from "@liss/contracts";
import type { Bus, Logger } from "@liss/messaging";
import { answerEditor, type EditorSetting } from "./answer-editor.ts";

/** Replicas share the questions. */
const group = "bot";

/**
 * Answers what editors ask through executive-routing: only it may publish the subject, and it asks who she is first.
 * @returns stops listening.
 */
export function listenToEditors({
  bus,
  setting,
  logger,
}: {
  bus: Bus;
  setting: () => EditorSetting;
  logger: Logger;
}): () => void {
  const subscription = bus.connection.subscribe(robotPreviewSubject, {
    queue: group,
    callback: (error, message) => {
      if (error) return logger.warn({ err: error }, "the editors' questions cannot be heard");
      const question = RobotQuestion.safeParse(parsed(message.string()));
      const answer: Promise<RobotAnswer> = question.success
        ? answerEditor(question.data, setting())
        : Promise.resolve({ is: "not-understood" });
      answer
        .then((said) => message.respond(JSON.stringify(RobotAnswer.parse(said))))
        .catch((failure: unknown) => logger.error({ err: failure }, "an editor was not answered"));
    },
  });
  return () => subscription.unsubscribe();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
