import { formatBytes, Problem } from "@liss/ui";
import { Button } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useWorkbench } from "../app/workbench.ts";
import { useLive } from "../live/live-desk.tsx";
import { codeOf } from "../server/request.ts";
import classes from "./directory.module.css";
import { importParts, type Looked, look } from "./directory-api.ts";
import { FileHelp } from "./file-help.tsx";
import { textOf } from "./file-text.ts";
import { Preview } from "./preview.tsx";

/** All the services of the country fit in it many times. */
const largest = 2_000_000;

/** A file is chosen and looked at; nothing changes until she says so, and then the list below is new. */
export function ImportFile() {
  const { t } = useTranslation(["desk", "shared"]);
  const { state } = useLive();
  const { queries } = useWorkbench();
  const input = useRef<HTMLInputElement>(null);
  const [wrong, setWrong] = useState<"unreadable" | "tooLarge" | null>(null);
  const [imported, setImported] = useState(0);
  const looking = useMutation({
    mutationFn: async (file: File) => look(file.name, textOf(new Uint8Array(await file.arrayBuffer()))),
  });
  const importing = useMutation({
    mutationFn: (looked: Looked) => {
      setImported(0);
      return importParts(looked, (more) => setImported((before) => before + more));
    },
    onSuccess: () => looking.reset(),
    onSettled: () => queries.invalidateQueries({ queryKey: ["directory"] }),
  });
  const looked = looking.data;
  const offline = state !== "online";

  function choose(file: File | undefined) {
    if (!file) return;
    importing.reset();
    looking.reset();
    setWrong(file.size > largest ? "tooLarge" : file.size === 0 ? "unreadable" : null);
    if (file.size > 0 && file.size <= largest) looking.mutate(file);
  }
  return (
    <section className={classes.part} aria-labelledby="directory-file">
      <h3 id="directory-file">{t("directory.file.title")}</h3>
      <FileHelp />
      <div>
        <Button
          variant={looked ? "default" : "filled"}
          leftSection={<IconUpload size={16} aria-hidden="true" />}
          disabled={offline}
          loading={looking.isPending}
          onClick={() => input.current?.click()}
        >
          {t(looked ? "directory.file.another" : "directory.file.choose")}
        </Button>
        <input
          ref={input}
          type="file"
          hidden
          accept=".csv,text/csv"
          aria-label={t("directory.file.choose")}
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? [];
            // The same file again must be a choice too: it was mended meanwhile.
            currentTarget.value = "";
            choose(file);
          }}
        />
      </div>
      {wrong && <Problem>{t(`directory.file.${wrong}`, { size: formatBytes(largest) })}</Problem>}
      {looking.isError && <Problem>{t(`shared:refusals.${codeOf(looking.error)}`)}</Problem>}
      {importing.isError && (
        <Problem>
          {imported > 0 ? t("directory.preview.stopped") : t(`shared:refusals.${codeOf(importing.error)}`)}
        </Problem>
      )}
      {importing.isSuccess && (
        <Problem kind="info" onClose={importing.reset}>
          {t("directory.preview.done", { count: imported })}
        </Problem>
      )}
      {looked && (
        <Preview
          looked={looked}
          importing={importing.isPending}
          offline={offline}
          onImport={() => importing.mutate(looked)}
        />
      )}
    </section>
  );
}
