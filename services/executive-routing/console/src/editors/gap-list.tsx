import { Problem } from "@liss/ui";
import { Button, Loader, Table } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { codeOf } from "../server/request.ts";
import { gapsQuery } from "./ask-robot.ts";
import classes from "./editors.module.css";

/** What was asked often and could not be answered, in public words only. */
export function GapList({ onTry }: { onTry: (words: string) => void }) {
  const { t } = useTranslation(["desk", "shared"]);
  const { data, error } = useQuery({ ...gapsQuery, refetchOnMount: "always" });
  if (error) return <Problem>{t(`shared:refusals.${codeOf(error)}`)}</Problem>;
  if (!data) return <Loader size="sm" />;
  return (
    <section className={classes.article} aria-labelledby="robot-gaps-title">
      <h2 id="robot-gaps-title">{t("editors.views.gaps")}</h2>
      <p className={classes.dimmed}>{t("editors.gaps.hint")}</p>
      {data.gaps.length === 0 ? (
        <p>{t("editors.gaps.none")}</p>
      ) : (
        <Table>
          <Table.Thead>
            <Table.Tr>
              {(["words", "reason", "times", "lastDay"] as const).map((column) => (
                <Table.Th key={column} scope="col">
                  {t(`editors.gaps.${column}`)}
                </Table.Th>
              ))}
              <Table.Td />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.gaps.map(({ words, reason, times, lastDay }) => (
              <Table.Tr key={`${reason} ${words}`}>
                <Table.Td>{words}</Table.Td>
                <Table.Td>{t(`editors.gaps.reasons.${reason}`)}</Table.Td>
                <Table.Td>{times}</Table.Td>
                <Table.Td>{lastDay.split("-").reverse().join("-")}</Table.Td>
                <Table.Td>
                  <Button
                    size="xs"
                    variant="default"
                    onClick={() => onTry(words.replaceAll("…", " ").trim())}
                  >
                    {t("editors.gaps.try")}
                  </Button>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </section>
  );
}
