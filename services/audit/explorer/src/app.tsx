import * as keeper from "@liss/identity/client";
import { canUsePasskeys, enterWithPasskey } from "@liss/identity/passkeys";
import { Problem } from "@liss/ui";
import { Door, InstitutionEntry, PasskeyEntry } from "@liss/ui/login";
import { Button, Center, Loader } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "./api/client.ts";
import { LeaveProvider } from "./frame/leave.ts";
import { createExplorerRouter } from "./router.tsx";

type Where =
  | { at: "asking" }
  | { at: "unreachable" }
  | { at: "outside"; notice?: "ended" }
  | { at: "refused"; name: string }
  | { at: "inside" };

/** The door: who is not signed in logs in, who is not an auditor is told kindly, who is goes in. */
export function App() {
  const { t } = useTranslation("explorer");
  const [door, setDoor] = useState<Where>({ at: "asking" });

  const ask = useCallback(async () => {
    const answer = await keeper.me();
    if (!answer.ok) return setDoor({ at: "unreachable" });
    const { person } = answer;
    if (!person) return setDoor({ at: "outside" });
    setDoor(person.role === "auditor" ? { at: "inside" } : { at: "refused", name: person.name });
  }, []);
  useEffect(() => void ask(), [ask]);

  const enter = ({ name, role }: { name: string; role: string }) => {
    if (refusedByInstitution()) history.replaceState(null, "", "/");
    setDoor(role === "auditor" ? { at: "inside" } : { at: "refused", name });
  };
  const leave = useCallback(async () => {
    await keeper.logout();
    setDoor({ at: "outside" });
  }, []);
  const ended = useCallback(() => setDoor({ at: "outside", notice: "ended" }), []);

  if (door.at === "asking") {
    return (
      <Center component="main" h="100%">
        <Loader size="sm" aria-label={t("loading")} />
      </Center>
    );
  }
  if (door.at === "unreachable") {
    return (
      <Center component="main" h="100%" p="md">
        <Problem action={<Retry onClick={ask} />}>{t("problems.unreachable")}</Problem>
      </Center>
    );
  }
  if (door.at === "refused") {
    return (
      <Center component="main" h="100%" p="md">
        <Refusal name={door.name} onLeave={leave} />
      </Center>
    );
  }
  if (door.at === "outside") {
    return (
      <Door
        application={t("application")}
        notice={door.notice && t("ended")}
        keeper={keeper}
        onEntered={enter}
      >
        <InstitutionEntry
          ask={keeper.institutionLogin}
          begin={keeper.toInstitution}
          refused={refusedByInstitution()}
        />
        {canUsePasskeys() && <PasskeyEntry enter={enterWithPasskey} onEntered={enter} />}
      </Door>
    );
  }
  return <Inside onLeave={leave} onEnded={ended} />;
}

/** The institution sends back here whom it did not let in. */
const refusedByInstitution = () => new URLSearchParams(location.search).get("institucion") === "no";

/** Everything that was read goes when she leaves: the next person at this computer finds nothing. */
function Inside({ onLeave, onEnded }: { onLeave: () => Promise<void>; onEnded: () => void }) {
  const [router] = useState(createExplorerRouter);
  const [queries] = useState(() => explorerQueries(onEnded));
  return (
    <QueryClientProvider client={queries}>
      <LeaveProvider value={onLeave}>
        <RouterProvider router={router} />
      </LeaveProvider>
    </QueryClientProvider>
  );
}

/** Nothing is asked again by itself: every question to the record is itself recorded. */
function explorerQueries(onEnded: () => void): QueryClient {
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        retry: false,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
      },
    },
  });
  client.getQueryCache().subscribe(({ query }) => {
    const { error } = query.state;
    if (error instanceof ApiProblem && error.code === "not-signed-in") onEnded();
  });
  return client;
}

function Refusal({ name, onLeave }: { name: string; onLeave: () => Promise<void> }) {
  const { t } = useTranslation("explorer");
  const { t: common } = useTranslation("shared");
  return (
    <div style={{ maxWidth: "32rem" }}>
      <h1>{common("noPermission.title")}</h1>
      <p>{t("notAuditor", { name })}</p>
      <Button variant="default" onClick={onLeave}>
        {common("noPermission.logout")}
      </Button>
    </div>
  );
}

function Retry({ onClick }: { onClick: () => void }) {
  const { t } = useTranslation("shared");
  return (
    <Button size="xs" variant="default" onClick={onClick}>
      {t("problem.retry")}
    </Button>
  );
}
