# language: fr
@ANN
Fonctionnalité: Chercher un destinataire dans l'Annuaire Santé
  Pendant qu'un message s'écrit, le logiciel interroge l'annuaire par chacun des critères exigés, montre
  ce qu'il a trouvé et n'écrit une adresse que choisie. Il dit ce qu'il n'a pas trouvé, et ne prend pas
  une panne pour une absence.

  @ANN-01 @capacite.annuaire.rechercher @capacite.brouillon @capacite.session.locale
  Plan du Scénario: Un destinataire est trouvé par <critères> et son adresse entre dans le message
    Étant donné qu'un utilisateur du cabinet a ouvert une session locale
    Et un professionnel de l'annuaire avec une seule adresse MSSanté, à chercher par <critères>
    Et que le professionnel a commencé un message "Compte rendu de consultation"
    Quand le professionnel cherche ce destinataire par <critères>
    Alors l'annuaire a été interrogé avec ce qui a été saisi
    Et l'annuaire a reçu au plus 40 appels
    Et ce destinataire est proposé avec les adresses de l'annuaire
    Et le message en cours n'a reçu aucun destinataire
    Quand le professionnel choisit ce destinataire
    Alors l'adresse choisie, et elle seule, est dans le message en cours

    Exemples:
      | critères                  |
      | numéro RPPS               |
      | nom                       |
      | prénom                    |
      | profession                |
      | spécialité                |
      | raison sociale            |
      | voie                      |
      | code postal               |
      | ville                     |
      | adresse MSSanté           |
      | nom et prénom             |
      | nom et ville              |
      | spécialité et code postal |
      | profession et voie        |
      | adresse MSSanté et nom    |

  @ANN-01 @capacite.annuaire.rechercher @capacite.brouillon @capacite.session.locale
  Scénario: Un destinataire a plusieurs adresses, l'utilisateur choisit la sienne
    Étant donné qu'un utilisateur du cabinet a ouvert une session locale
    Et un professionnel de l'annuaire avec plusieurs adresses MSSanté, à chercher par nom et prénom
    Et que le professionnel a commencé un message "Compte rendu de consultation"
    Quand le professionnel cherche ce destinataire par nom et prénom
    Alors l'annuaire a été interrogé avec ce qui a été saisi
    Et l'annuaire a reçu au plus 40 appels
    Et ce destinataire est proposé avec les adresses de l'annuaire
    Et le message en cours n'a reçu aucun destinataire
    Quand le professionnel choisit ce destinataire, sans dire l'adresse puis en choisissant la dernière
    Alors l'adresse choisie, et elle seule, est dans le message en cours

  @ANN-02 @negatif @capacite.annuaire.rechercher @capacite.brouillon @capacite.session.locale
  Plan du Scénario: Rien n'est choisi sans l'utilisateur : <situation>
    Étant donné qu'un utilisateur du cabinet a ouvert une session locale
    Et <situation>
    Et que le professionnel a commencé un message "Compte rendu de consultation"
    Quand le professionnel cherche ce destinataire par nom et prénom
    Alors l'annuaire a été interrogé avec ce qui a été saisi
    Et <proposition>
    Et le message en cours n'a reçu aucun destinataire
    Et l'utilisateur sait ce que la recherche a donné

    Exemples:
      | situation                                            | proposition                                                     |
      | un professionnel de l'annuaire sans adresse MSSanté  | aucune adresse n'est proposée pour lui                          |
      | plusieurs professionnels du même nom dans l'annuaire | tous ces professionnels sont proposés, chacun avec ses adresses |
      | un professionnel que l'annuaire ne connaît pas       | aucun correspondant n'est proposé                               |

  @RES-14 @negatif @capacite.annuaire.rechercher @capacite.brouillon @capacite.session.locale
  Scénario: L'annuaire est en panne pendant qu'un message s'écrit
    Étant donné qu'un utilisateur du cabinet a ouvert une session locale
    Et un professionnel que l'annuaire ne connaît pas
    Et que le professionnel a commencé un message "Compte rendu de consultation"
    Et que le professionnel a déjà cherché ce destinataire par nom et prénom
    Et que l'annuaire est indisponible
    Quand le professionnel cherche ce destinataire par nom et prénom
    Alors la panne est dite, et n'est pas montrée comme une recherche sans résultat
    Et l'annuaire a reçu au plus 40 appels
    Et le message en cours n'a reçu aucun destinataire
    Et le message commencé est intact
