import { startHouse } from "../house.ts";
import { newPhone } from "../phone-client.ts";
import { openAlbum } from "./album.ts";
import { takeDesk, takeFirstMinute, takeTrouble } from "./console.ts";
import { cameBack, canned, emergency, fill, trouble } from "./evening.ts";
import { takeExplorer } from "./explorer.ts";
import { takeLookingBack } from "./looking-back.ts";
import { takeEditor, takeSupervisor } from "./supervision.ts";

/** `npm run screenshots`: the real screens, with invented people, in both themes, into docs/screenshots. */
async function main(): Promise<void> {
  const failed: string[] = [];
  const albums = [openAlbum("light", failed), openAlbum("dark", failed)];
  const house = await startHouse();
  try {
    for (const album of albums) await takeFirstMinute(house, album);
    const { phones, robots } = await fill(house);
    for (const album of albums) {
      await phones.emulateMedia({ colorScheme: album.scheme });
      await album.shoot(phones, "phones");
    }
    await trouble(house);
    await canned(house);
    await takeLookingBack(house, albums, await cameBack(house));
    await (await newPhone(house.stack.addresses.simulator, "Ejemplo de Papel")).writes(emergency);
    for (const album of albums) {
      await takeDesk(house, album, robots);
      await takeTrouble(house, album);
      await takeSupervisor(house, album);
      await takeEditor(house, album);
      await takeExplorer(house, album);
    }
  } finally {
    await house.stop();
  }
  if (failed.length === 0) return;
  process.stderr.write(`not taken:\n${failed.join("\n")}\n`);
  process.exitCode = 1;
}

await main();
