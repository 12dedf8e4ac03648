import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CodeProblem } from "./code-field.tsx";
import { CodeStep } from "./code-step.tsx";
import { DoorCard } from "./door-card.tsx";
import { EnrolStep } from "./enrol-step.tsx";
import { type LoginProblem, PasswordStep } from "./password-step.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";

type Refused<Problem> = { ok: false } & Problem;
type Entered<Person> = { ok: true; person: Person };

/** What the door asks of the server. Results are values; none of these throws. */
export type DoorKeeper<Person> = {
  login(
    email: string,
    password: string,
  ): Promise<Entered<Person> | { ok: true; next: "code" | "enrol" } | Refused<LoginProblem>>;
  beginEnrolment(
    password: string,
  ): Promise<
    | { ok: true; uri: string; recoveryCodes: string[] }
    | { ok: false; code: "over" | "unreachable" | "unavailable" }
  >;
  verifyCode(code: string): Promise<Entered<Person> | Refused<CodeProblem>>;
  verifyRecoveryCode(code: string): Promise<Entered<Person> | Refused<CodeProblem>>;
};

type Step<Person> =
  | { at: "password" }
  | { at: "code" }
  | { at: "enrol"; uri: string; recoveryCodes: string[] }
  | { at: "keep"; recoveryCodes: string[]; person: Person };

/**
 * The door of the console and of the explorer: password, then the code of her second factor, which is enrolled at the
 * first login. `onEntered` is called once she is inside.
 */
export function Door<Person>({
  application,
  notice,
  keeper,
  onEntered,
  children,
}: {
  /** What one enters, in words: "Consola", "Explorador". */
  application: string;
  /** Said above the form, e.g. that the login ended. */
  notice?: string | undefined;
  keeper: DoorKeeper<Person>;
  onEntered: (person: Person) => void;
  /** Other ways in, below the password. */
  children?: ReactNode;
}) {
  const { t } = useTranslation("shared");
  const [step, setStep] = useState<Step<Person>>({ at: "password" });
  const again = () => setStep({ at: "password" });

  async function onLogin(email: string, password: string): Promise<LoginProblem | null> {
    const answer = await keeper.login(email, password);
    if (!answer.ok) return answer;
    if ("person" in answer) onEntered(answer.person);
    else if (answer.next === "code") setStep({ at: "code" });
    else return enrol(password);
    return null;
  }

  async function enrol(password: string): Promise<LoginProblem | null> {
    const begun = await keeper.beginEnrolment(password);
    if (!begun.ok) return { code: begun.code === "over" ? "unavailable" : begun.code };
    setStep({ at: "enrol", uri: begun.uri, recoveryCodes: begun.recoveryCodes });
    return null;
  }

  const enters =
    (verify: (code: string) => Promise<Entered<Person> | Refused<CodeProblem>>, recoveryCodes?: string[]) =>
    async (code: string): Promise<CodeProblem | null> => {
      const answer = await verify(code);
      if (!answer.ok) return answer;
      if (recoveryCodes) setStep({ at: "keep", recoveryCodes, person: answer.person });
      else onEntered(answer.person);
      return null;
    };

  switch (step.at) {
    case "password":
      return (
        <PasswordStep application={application} notice={notice} onLogin={onLogin}>
          {children}
        </PasswordStep>
      );
    case "code":
      return (
        <CodeStep
          application={application}
          onCode={enters(keeper.verifyCode)}
          onRecoveryCode={enters(keeper.verifyRecoveryCode)}
          onAgain={again}
        />
      );
    case "enrol":
      return (
        <EnrolStep
          application={application}
          uri={step.uri}
          onCode={enters(keeper.verifyCode, step.recoveryCodes)}
          onAgain={again}
        />
      );
    case "keep":
      return (
        <DoorCard application={application} title={t("door.keepTitle")}>
          <RecoveryCodes codes={step.recoveryCodes} />
          <Button size="md" onClick={() => onEntered(step.person)}>
            {t("door.kept")}
          </Button>
        </DoorCard>
      );
  }
}
