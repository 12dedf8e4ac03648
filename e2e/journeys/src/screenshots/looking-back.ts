import type { House } from "../house.ts";
import { logIn } from "../people.ts";
import type { Album } from "./album.ts";

/**
 * What a colleague closed opens with a reason. It does so once and then stays open for an hour, so that both themes are
 * taken of one page.
 */
export async function takeLookingBack(
  { stack, page }: House,
  albums: readonly Album[],
  returned: string,
): Promise<void> {
  const [first] = albums;
  if (!first) return;
  const desk = await page();
  const shootInBoth = async (name: string) => {
    for (const { scheme, shoot } of albums) {
      await desk.emulateMedia({ colorScheme: scheme });
      await shoot(desk, name);
    }
  };
  await first.scene("looking back", async () => {
    await logIn(desk, `${stack.addresses["executive-routing"]}/atenciones/${returned}`, "Ana");
    await desk.getByRole("button", { name: "Ver atenciones anteriores" }).click();
    await desk.getByRole("button", { name: /Abrir con un motivo la del/ }).click();
    const dialog = desk.getByRole("dialog");
    await dialog.waitFor();
    await shootInBoth("console-glass");
    await dialog
      .getByRole("combobox", { name: "Motivo" })
      .selectOption({ label: "Dar continuidad a su atención" });
    await dialog.getByRole("button", { name: "Abrir y dejar registro" }).click();
    await desk.getByText(/La abriste con un motivo/).waitFor();
    await shootInBoth("console-glass-open");
  });
  await desk.close();
}
