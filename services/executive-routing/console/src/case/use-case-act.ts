import { type QueryKey, useMutation } from "@tanstack/react-query";
import { useWorkbench } from "../app/workbench.ts";
import { newKey } from "../server/desk.ts";
import { codeOf, patiently } from "../server/request.ts";

/**
 * Something that she writes into the case. One key per act, which its retries carry; what is shown is asked for anew
 * afterwards, whatever came of it.
 */
export function useCaseAct<Given>(does: (given: Given, key: string) => Promise<unknown>, stale: QueryKey) {
  const { queries } = useWorkbench();
  const { mutateAsync, isPending, error } = useMutation({
    ...patiently,
    mutationFn: ({ given, key }: { given: Given; key: string }) => does(given, key),
    onSettled: () => queries.invalidateQueries({ queryKey: stale }),
  });
  return {
    /** `onDone` is called once what is shown is what was written; a refusal is in `refused`. */
    act: (given: Given, onDone?: () => void) => {
      mutateAsync({ given, key: newKey() }).then(onDone, () => undefined);
    },
    acting: isPending,
    refused: error ? codeOf(error) : null,
  };
}
