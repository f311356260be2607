import { paginateGetProducts, type PricingClient } from "@aws-sdk/client-pricing";
import { z } from "zod";

/** What identifies a product: fields of the price list and the values that they must have. */
export type ProductFilter = Readonly<Record<string, string>>;

const termSchema = z.object({
  priceDimensions: z.record(
    z.string(),
    z.object({ pricePerUnit: z.object({ USD: z.string().optional() }) }),
  ),
  termAttributes: z
    .object({
      LeaseContractLength: z.string().optional(),
      OfferingClass: z.string().optional(),
      PurchaseOption: z.string().optional(),
    })
    .optional(),
});

const productSchema = z.object({
  product: z.object({ attributes: z.record(z.string(), z.string()) }),
  terms: z
    .object({
      OnDemand: z.record(z.string(), termSchema).optional(),
      Reserved: z.record(z.string(), termSchema).optional(),
    })
    .default({}),
});

/** One product of AWS's price list. */
export type Product = z.output<typeof productSchema>;

/** Products of a service that a filter fits (Pricing API, GetProducts). */
export async function productsOf(
  client: PricingClient,
  serviceCode: string,
  filter: ProductFilter,
): Promise<readonly Product[]> {
  const products: Product[] = [];
  const pages = paginateGetProducts(
    { client },
    {
      ServiceCode: serviceCode,
      FormatVersion: "aws_v1",
      Filters: Object.entries(filter).map(([Field, Value]) => ({
        Type: "TERM_MATCH",
        Field,
        Value,
      })),
    },
  );
  for await (const { PriceList: texts = [] } of pages) {
    for (const text of texts) {
      products.push(productSchema.parse(JSON.parse(String(text))));
    }
  }
  return products;
}

/** A usage type names its region in front, but not everywhere: `EU-LCUUsage`, `LCUUsage`. `EU-Outposts-LCUUsage` is another. */
export function isUsage(product: Product, usage: string): boolean {
  const usageType = product.product.attributes.usagetype ?? "";
  return usageType.replace(/^[A-Z]{2,4}\d{0,2}-/, "") === usage;
}

/** The dearest price on demand of some products: what the first unit costs, free tiers aside. null without one. */
export function onDemandUsd(products: readonly Product[]): number | null {
  return dearest(products.flatMap(({ terms }) => Object.values(terms.OnDemand ?? {})));
}

/** Price for an hour of a standard reservation with nothing paid in advance. null without one. */
export function reservedUsd(products: readonly Product[], years: 1 | 3): number | null {
  const terms = products.flatMap(({ terms: { Reserved } }) => Object.values(Reserved ?? {}));
  return dearest(
    terms.filter(
      ({ termAttributes }) =>
        termAttributes?.LeaseContractLength === `${years}yr` &&
        termAttributes.OfferingClass === "standard" &&
        termAttributes.PurchaseOption === "No Upfront",
    ),
  );
}

function dearest(terms: readonly z.output<typeof termSchema>[]): number | null {
  const prices = terms
    .flatMap(({ priceDimensions }) => Object.values(priceDimensions))
    .map(({ pricePerUnit }) => Number(pricePerUnit.USD))
    .filter((usd) => usd > 0);
  return prices.length === 0 ? null : Math.max(...prices);
}
