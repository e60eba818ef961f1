"use client";
import { CodeBlock } from "@/components/code-block";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";

const LOADERS = [
  {
    name: "datasets",
    code: 'from datasets import load_dataset\ndataset = load_dataset("imagefolder", data_dir="my-dataset")',
  },
  {
    name: "torchvision",
    code: 'from torchvision.datasets import ImageFolder\ndataset = ImageFolder("my-dataset")',
  },
] as const;

/** The lines of Python that read an unzipped image folder. */
export function Loaders() {
  return (
    <Tabs defaultValue={LOADERS[0].name}>
      <TabsList aria-label="Python library">
        {LOADERS.map(({ name }) => (
          <TabsTrigger key={name} value={name}>
            {name}
          </TabsTrigger>
        ))}
      </TabsList>
      {LOADERS.map(({ name, code }) => (
        <TabsContent key={name} value={name}>
          <CodeBlock code={code} label={`the ${name} loader`} />
        </TabsContent>
      ))}
    </Tabs>
  );
}
