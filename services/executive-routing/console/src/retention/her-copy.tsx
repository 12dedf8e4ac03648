import { Problem } from "@liss/ui";
import { Button, Group, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { codeOf } from "../server/request.ts";
import { exportOf } from "./retention-api.ts";

/** What is kept about her, as two files on the supervisor's machine; nothing of it stays in the console. */
export function HerCopy({ requestId }: { requestId: string }) {
  const { t } = useTranslation(["desk", "shared"]);
  const { mutate, isPending, error } = useMutation({
    mutationFn: async (as: "readable" | "portable") => {
      const { readable, data } = await exportOf(requestId);
      if (as === "readable") save("mis-datos.txt", "text/plain", readable);
      else save("mis-datos.json", "application/json", JSON.stringify(data, null, 2));
    },
    gcTime: 0,
  });
  return (
    <>
      <Text size="sm">{t("data.answer.exportHint")}</Text>
      <Group>
        {(["readable", "portable"] as const).map((as) => (
          <Button key={as} size="xs" variant="default" loading={isPending} onClick={() => mutate(as)}>
            {t(`data.answer.${as}`)}
          </Button>
        ))}
      </Group>
      {error && <Problem>{t(`shared:refusals.${codeOf(error)}`)}</Problem>}
    </>
  );
}

function save(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
