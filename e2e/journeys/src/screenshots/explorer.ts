import type { House } from "../house.ts";
import { logIn } from "../people.ts";
import type { Album } from "./album.ts";

/** What Diana sees: attentions, the life of one, and what the record accounts for. */
export async function takeExplorer({ stack, page }: House, { scheme, shoot, scene }: Album): Promise<void> {
  const explorer = await page({ scheme });
  await scene("explorer login", async () => {
    await explorer.goto(stack.addresses.audit);
    await explorer.getByLabel("Correo").waitFor();
    await shoot(explorer, "explorer-login");
  });
  await logIn(explorer, stack.addresses.audit, "Diana");
  await explorer.getByRole("link", { name: /-\d+/ }).last().waitFor();
  await shoot(explorer, "explorer-sessions");
  await scene("explorer session", async () => {
    await explorer.getByRole("link", { name: /-\d+/ }).last().click();
    await explorer.getByRole("button", { name: "Verificar esta atención" }).click();
    await explorer.getByText(/Verificado en este navegador/).waitFor();
    await shoot(explorer, "explorer-session");
  });
  await scene("explorer report", async () => {
    await explorer.getByRole("link", { name: "Informe" }).click();
    await explorer.getByRole("button", { name: "Verificar este período" }).click();
    await explorer.getByText(/Verificado en este navegador/).waitFor();
    await shoot(explorer, "explorer-report");
  });
  await explorer.close();
}
